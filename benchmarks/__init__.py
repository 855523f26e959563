"""How fast Plan Atlas is, as ratios to a floor measured in the same run."""
