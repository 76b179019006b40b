"""`python -m capaian_local`: the command `capaian`."""

from capaian_local.cli import main

if __name__ == "__main__":
    main()
