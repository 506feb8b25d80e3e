"""Settings: `base` reads the environment, `local` adds what `make run` needs, `test` stops the clock and hurries."""
