"""What tests borrow from the machine: which tests run on which database, their order, a browser, no network."""
