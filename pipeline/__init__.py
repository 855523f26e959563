"""Reads provincial work plans and builds the tables of Plan Atlas."""
