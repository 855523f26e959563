"""Fact extraction from measures, one module or package per kind of fact."""
