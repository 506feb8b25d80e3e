"""认定: titles held, their validity, their events and certificates. Refuses to know how they were reached."""
