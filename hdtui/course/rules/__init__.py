"""The linter's rules, one family a file.

ids          HL001 lessons needed, HL002 ids across files
references   HL003 experiments, HL004 bounds, HL008 drawn values, HL009 dangling names, HL012 names
questions    HL007 curves and misconceptions, HL013 the longest choice
claims       HL011 citations, HL015 conditional claims
numbers      HL019 numbers in prose
prose        HL014 fit, HL016 glyphs, HL025 dollars, HL027 emphasis, HL028 minutes
parity       HL020 to HL024, HL026 translations

What is wrong with the form of one file (HL001 to HL007, HL010, HL012, HL017, HL018) is found while
it is read.
"""
