"""Ten questions whose answers make a valid publiccode.yml, and what fills them in beforehand."""
