"""The programme's rules as pure functions: no input or output, no clock. Shared rules stand here, others in their wing."""
