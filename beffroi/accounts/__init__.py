"""People who sign in, and what they may do in the whole house."""
