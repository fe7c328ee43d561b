"""Open311 GeoReport v2: any application of residents may list what can be reported, report it, and follow it."""
