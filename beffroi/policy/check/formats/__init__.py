"""What a judgement looks like to a person, a program, a forge: one module per format."""
