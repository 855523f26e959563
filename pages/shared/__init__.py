"""What pages share: words, filters held in the address, data, figures, tables and evidence."""
