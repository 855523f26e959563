"""One module per kind of fact that is extracted from measures: text in, values out."""
