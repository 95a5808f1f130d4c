"""Trains the multilingual embedding that ships with the project: ``python -m training.train``.

Nothing here is needed at run time; `kb.embed` reads only the files that `training.export` wrote.
"""
