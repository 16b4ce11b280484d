"""Judge a working copy by a contribution policy: rules as data, with source and mending."""
