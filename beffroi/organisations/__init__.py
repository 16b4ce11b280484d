"""The registry: public bodies, their forges and their forge accounts."""
