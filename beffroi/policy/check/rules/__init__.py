"""The checks of the rules, one module per family; each has ``CHECKS``, from identifier to check."""
