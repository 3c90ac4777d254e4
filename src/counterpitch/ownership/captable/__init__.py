"""Private cap tables: the only place where stakes under 25 % and convertibles show."""
