"""PDF -> Document, Passages: reads what was printed; knows nothing of search or chat."""
