"""Documents in, tables out: reads provincial work plans and builds the tables of Plan Atlas."""
