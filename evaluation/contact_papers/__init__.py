"""Four invented papers that say who is responsible for what, for measuring the catalogue of contacts."""
