"""The only place that knows everyone: settings, addresses, the command line."""
