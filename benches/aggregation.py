#!/usr/bin/env python3
"""The aggregation benchmark: five million episodes, a million children, 33,755 areas; two joins, age bands, and a
five-way group with distinct children.

    aggregation.py make DIR      writes episode.csv, child.csv and lsoa.csv: what R 4 draws after set.seed(5), by the
                                 same generator, so that the totals can be checked against R's own
    aggregation.py polars DIR    the same cells by polars' Python front end, files to cells

Needs numpy, and polars for the second. `benches/aggregation.sh` runs both beside `examples/aggregation.rs`.
"""
import datetime
import math
import pathlib
import sys
import time

CHILDREN, AREAS, AUTHORITIES = 1_000_000, 33_755, 153


class R:
    """Uniform numbers as R draws them: Mersenne Twister, seeded by scrambling, and sampled by rejection."""

    def __init__(self, seed):
        import numpy

        self.numpy = numpy
        word, words = seed, []
        for _ in range(50):
            word = (69069 * word + 1) % 2**32
        for _ in range(625):
            word = (69069 * word + 1) % 2**32
            words.append(word)
        self.bits = numpy.random.MT19937()
        state = {"key": numpy.array(words[1:], dtype=numpy.uint32), "pos": 624}
        self.bits.state = {"bit_generator": "MT19937", "state": state}

    def uniform(self, count):
        return self.bits.random_raw(count) * 2.3283064365386963e-10

    def index(self, below, count):
        """`count` whole numbers from nought to `below`, with replacement."""
        numpy, bits = self.numpy, math.ceil(math.log2(below))
        each, kept, found = bits // 16 + 1, [], 0
        while found < count:
            before = self.bits.state
            tries = max(1000, int((count - found) * 2**bits / below))
            value = numpy.zeros(tries, dtype=numpy.int64)
            for part in numpy.floor(self.uniform(tries * each) * 65536).astype(numpy.int64).reshape(tries, each).T:
                value = value * 65536 + part
            value &= 2**bits - 1
            places = numpy.flatnonzero(value < below)
            if found + len(places) > count:
                places = places[: count - found]
                self.bits.state = before
                self.uniform((places[-1] + 1) * each)
            kept.append(value[places])
            found += len(places)
        return numpy.concatenate(kept)

    def weighted(self, shares, count):
        """Places among `shares`, the largest looked at first."""
        order = sorted(range(len(shares)), key=lambda place: -shares[place])
        ends = self.numpy.cumsum([shares[place] for place in order])
        return self.numpy.array(order)[self.numpy.searchsorted(ends[:-1], self.uniform(count), side="left")]

    def flags(self, share, count):
        return (self.uniform(count) >= 1 - share).astype(int)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    r, episodes = R(5), 5 * CHILDREN
    deciles, authorities = r.index(10, AREAS) + 1, r.index(AUTHORITIES, AREAS) + 1
    rows = (f"E01{at:06d},{decile},E06{la:06d}\n" for at, (decile, la) in enumerate(zip(deciles, authorities), 1))
    write(folder / "lsoa.csv", "lsoa,decile,la\n", rows)
    sexes = r.index(2, CHILDREN)
    ethnicities = r.weighted([0.6, 0.12, 0.08, 0.07, 0.05, 0.08], CHILDREN)
    ages, disabled = r.index(18, CHILDREN), r.flags(0.12, CHILDREN)
    names = ["WBRI", "APKN", "BAFR", "MWBC", "OOTH", "NOBT"]
    rows = (
        f"{at},{'FM'[sex]},{names[ethnicity]},{age},{disability}\n"
        for at, (sex, ethnicity, age, disability) in enumerate(zip(sexes, ethnicities, ages, disabled), 1)
    )
    write(folder / "child.csv", "child_id,sex,ethnicity,age,disability\n", rows)
    children, areas = r.index(CHILDREN, episodes) + 1, r.index(AREAS, episodes) + 1
    starts, abuse = r.index(2191, episodes), r.flags(0.48, episodes)
    days = [str(datetime.date(2018, 4, 1) + datetime.timedelta(day)) for day in range(2191)]
    rows = (
        f"{at},{child},E01{area:06d},{days[start]},{flag}\n"
        for at, (child, area, start, flag) in enumerate(zip(children, areas, starts, abuse), 1)
    )
    write(folder / "episode.csv", "episode_id,child_id,lsoa,start,da_factor\n", rows)


def write(path, header, rows):
    with path.open("w") as file:
        file.write(header)
        file.writelines(rows)


def polars(folder):
    import polars as pl

    began = time.perf_counter()
    episode, child, lsoa = (pl.scan_csv(folder / f"{name}.csv") for name in ("episode", "child", "lsoa"))
    age = pl.col("age")
    band = pl.when(age < 5).then(pl.lit("0-4")).when(age < 10).then(pl.lit("5-9")).when(age < 15).then(pl.lit("10-14"))
    cells = (
        episode.join(child, on="child_id", how="left")
        .join(lsoa, on="lsoa", how="left")
        .with_columns(ageband=band.otherwise(pl.lit("15-17")))
        .group_by("decile", "ethnicity", "sex", "ageband", "disability")
        .agg(episodes=pl.len(), abuse=pl.col("da_factor").sum(), children=pl.col("child_id").n_unique())
        .collect()
    )
    took = time.perf_counter() - began
    print(f"{took:.2f} s; {len(cells)} cells, {cells['abuse'].sum()} with abuse, {cells['children'].sum()} children")


if __name__ == "__main__":
    {"make": make, "polars": polars}[sys.argv[1]](pathlib.Path(sys.argv[2]))
