"""The bounds that all of our processes keep to."""

# Ruby has no limit; Python's 4,300 digits would make a post with a long number unreadable. This one
# keeps the quadratic conversion below a tenth of a second.
INTEGER_DIGITS = 100_000
