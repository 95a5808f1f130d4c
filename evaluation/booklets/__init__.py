"""Invented programme booklets, each in its own layout, that the catalogue of offers is judged on."""
