"""点位: what is known of a site, who looks after it, and who looks after it from now on."""
