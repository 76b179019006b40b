"""What tests of all packages share: real servers."""
