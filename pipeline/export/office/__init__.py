"""What leaves the house: charts as slides, reports as documents."""
