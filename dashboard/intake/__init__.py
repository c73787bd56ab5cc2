"""From files that officials make to rows that have been checked. Only the command line imports this package."""
