"""What those need who run the service: its log, its figures, its traces, its state, and a doctor."""
