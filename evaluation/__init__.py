"""Question sets, benchmarks and the runners behind `kiz eval`."""
