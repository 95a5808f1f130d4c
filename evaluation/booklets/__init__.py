"""Three invented programme booklets, in three layouts, that the catalogue of offers is judged on."""
