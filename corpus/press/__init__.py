"""Sets the demo corpus: texts in corpus/sources become the PDF files that the project ships."""
