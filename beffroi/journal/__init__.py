"""What happened (acts), what the index must learn (outbox), who runs which timer (leases)."""
