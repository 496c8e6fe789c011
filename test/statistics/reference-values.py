"""
Writes reference-values.json: what others, or exact arithmetic, say that src/statistics has to say.

    pip install scipy==1.17.1 statsmodels==0.15.0 mpmath==1.4.1
    python reference-values.py > reference-values.json

"exact" values use whole numbers and fractions, or mpmath with 50 digits, and share no formula with the code under test
where there is another one. "published" values are as printed, rounded to so many digits. What R says stands in r-values.json, which r-values.R writes.
"""

import json
from fractions import Fraction
from math import comb

import mpmath
import scipy
import statsmodels
from mpmath import mp, mpf
from scipy import stats
from statsmodels.stats import contingency_tables, multitest, proportion

mp.dps = 50
SCIPY = f"scipy {scipy.__version__}"
STATSMODELS = f"statsmodels {statsmodels.__version__}"
MPMATH = f"mpmath {mpmath.__version__}, 50 digits"
rows = []


def add(function, arguments, expected, source, digits=None):
    plain = [float(x) if isinstance(x, mpf) else x for x in expected] if isinstance(expected, (list, tuple)) else expected
    row = {"function": function, "arguments": arguments, "expected": plain, "source": source}
    rows.append(row if digits is None else {**row, "digits": digits})


def root(of, low, high):
    """Halving: `of` rises or falls through 0 between the two."""
    low, high = mpf(low), mpf(high)
    rises = of(high) > 0
    for _ in range(160):
        middle = (low + high) / 2
        if (of(middle) > 0) == rises:
            high = middle
        else:
            low = middle
    return float(low)


# --- one share

for k, n in [(0, 20), (1, 29), (15, 148), (81, 263), (682, 925), (999, 1000), (19993, 20000)]:
    for confidence in [0.9, 0.95, 0.99]:
        ends = proportion.proportion_confint(k, n, alpha=1 - confidence, method="wilson")
        if 0 < k < n:
            add("wilson", [k, n, confidence], [float(x) for x in ends], f"{STATSMODELS}: proportion_confint(method='wilson')")
        ends = proportion.proportion_confint(k, n, alpha=1 - confidence, method="beta")
        if 0 < k < n:
            add("clopperPearson", [k, n, confidence], [float(x) for x in ends], f"{STATSMODELS}: proportion_confint(method='beta')")


def binomial_at_least(k, n, p):
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


for k, n in [(1, 10), (7, 10), (299, 300), (995, 1000)]:
    tail = mpf("0.025")
    low = root(lambda p: binomial_at_least(k, n, p) - tail, 0, 1)
    high = root(lambda p: (1 - binomial_at_least(k + 1, n, p)) - tail, 0, 1)
    add("clopperPearson", [k, n, 0.95], [low, high], f"exact: the sum of the binomial tail solved by halving, {MPMATH}")

for k, n, p in [(3, 20, (1, 1000)), (1, 20, (1, 1000)), (12, 600, (1, 200)), (40, 100, (1, 2)), (995, 1000, (99, 100))]:
    exact = binomial_at_least(k, n, Fraction(*p))
    add("atLeast", [k, n, p[0] / p[1]], float(exact), "exact: the sum of the binomial tail in fractions")
    add("atMost", [k, n, p[0] / p[1]], float(1 - binomial_at_least(k + 1, n, Fraction(*p))), "exact: the sum of the binomial tail in fractions")

# --- two shares


def fisher(a, na, b, nb):
    ways = {k: comb(na, k) * comb(nb, a + b - k) for k in range(max(0, a + b - nb), min(na, a + b) + 1)}
    return Fraction(sum(w for w in ways.values() if w <= ways[a]), comb(na + nb, a + b))


def boschloo(a, na, b, nb):
    """All tables whose two-sided Fisher p-value is at most that of the one seen, and the chance that favours them most."""
    seen = fisher(a, na, b, nb)
    ways = {}
    for x in range(na + 1):
        for y in range(nb + 1):
            if fisher(x, na, y, nb) <= seen:
                ways[x + y] = ways.get(x + y, 0) + comb(na, x) * comb(nb, y)
    chance = lambda p: sum(mpf(w) * p**m * (1 - p) ** (na + nb - m) for m, w in ways.items())
    grid = [chance(mpf(i) / 1000) for i in range(1001)]
    best = max(range(1001), key=grid.__getitem__)
    low, high = mpf(max(0, best - 1)) / 1000, mpf(min(1000, best + 1)) / 1000
    for _ in range(100):
        x, y = low + (high - low) / 3, high - (high - low) / 3
        if chance(x) < chance(y):
            low = x
        else:
            high = y
    return float(chance((low + high) / 2))


tables = [(3, 4, 1, 4), (2, 17, 10, 13), (10, 10, 6, 10), (20, 20, 17, 20), (7, 12, 1, 9), (40, 40, 33, 38), (50, 60, 59, 60)]
for a, na, b, nb in tables:
    add("fisherExact", [[a, na], [b, nb]], float(fisher(a, na, b, nb)), "exact: whole numbers")
    add("boschloo", [[a, na], [b, nb]], boschloo(a, na, b, nb), f"exact: every table by whole numbers, the maximum by {MPMATH}")
for a, na, b, nb in [(74, 117, 31, 63), (480, 500, 497, 500), (999, 1000, 980, 1000)]:
    p = stats.fisher_exact([[a, na - a], [b, nb - b]]).pvalue
    add("fisherExact", [[a, na], [b, nb]], float(p), f"{SCIPY}: stats.fisher_exact")

for b, c in [(0, 5), (3, 12), (86, 150), (1, 1), (0, 0)]:
    p = contingency_tables.mcnemar([[10, b], [c, 10]], exact=True).pvalue if b + c else 1
    add("mcnemar", [b, c], float(p), f"{STATSMODELS}: mcnemar(exact=True)" if b + c else "by definition")

published = "published: Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10, as the tests of mergeron and propint quote it"
for a, na, b, nb, low, high in [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1),
    (10, 10, 0, 10, 0.6075, 1),
]:
    add("shareDifference", [[a, na], [b, nb], 0.95], [low, high], published, 4)
for a, na, b, nb in [(56, 70, 48, 80), (480, 500, 497, 500), (999, 1000, 980, 1000), (10, 20, 11, 20)]:
    for confidence in [0.95, 0.99]:
        ends = proportion.confint_proportions_2indep(a, na, b, nb, method="newcomb", alpha=1 - confidence)
        add("shareDifference", [[a, na], [b, nb], confidence], [float(x) for x in ends], f"{STATSMODELS}: confint_proportions_2indep(method='newcomb')")

# --- many questions

for values in [[0.01, 0.04, 0.03, 0.005], [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34]]:
    for function, method in [("holm", "holm"), ("benjaminiHochberg", "fdr_bh")]:
        adjusted = multitest.multipletests(values, method=method)[1]
        add(function, [values], [float(x) for x in adjusted], f"{STATSMODELS}: multipletests(method='{method}')")

# --- quantiles


def narrowest(n, percent):
    """The ranks [l, u] with P(l <= B <= u - 1) >= 95 % that are closest; of those the surest, of those the slowest."""
    p = Fraction(percent, 100)
    mass = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    total = [Fraction(0)]
    for m in mass:
        total.append(total[-1] + m)
    for width in range(1, n):
        best = max(((total[l + width] - total[l], l) for l in range(1, n - width + 1)), default=(0, 0))
        if best[0] >= Fraction(95, 100):
            return [best[1], best[1] + width]
    return None


for n, percent in [(6, 50), (20, 50), (100, 50), (29, 90), (100, 90), (59, 95), (250, 95), (299, 99), (400, 99)]:
    add("intervalRanks", [n, percent / 100], narrowest(n, percent), "exact: all pairs of ranks, in fractions")

# --- looked at any time


def anytime_share(s, n, alpha):
    half = mpf(1) / 2
    mixture = mp.log(mp.beta(half + s, half + n - s) / mp.beta(half, half))
    left = lambda p: mixture - s * mp.log(p) - (n - s) * mp.log(1 - p) + mp.log(mpf(alpha))
    low = 0.0 if s == 0 else root(left, mpf(10) ** -40, mpf(s) / n)
    high = 1.0 if s == n else root(left, mpf(s) / n, 1 - mpf(10) ** -40)
    return [low, high]


for s, n, alpha in [(0, 10, "0.05"), (7, 10, "0.05"), (298, 300, "0.05"), (7290, 7300, "0.05"), (7290, 7300, "0.01")]:
    add("anytimeShare", [s, n, float(alpha)], anytime_share(s, n, alpha), f"exact: where the mixture martingale is 1 / alpha, {MPMATH}")


def evidence(allowed, nights):
    """ln of the stake, as the sum over all ways to have held the bets: slow, and without the code's bookkeeping."""
    p0 = mpf(allowed)
    bets, odds = [p0], 2 * p0 / (1 - p0)
    while odds < 4 or len(bets) < 4:
        bets.append(odds / (1 + odds))
        odds *= 2
    deal = [mpf(1) / 2] + [mpf(1) / 2 / (len(bets) - 1)] * (len(bets) - 1)
    again = mpf(1) / 200
    gain = lambda i, t: (bets[i] / p0) ** nights[t][1] * ((1 - bets[i]) / (1 - p0)) ** nights[t][0]
    # stake[t]: what t nights made of 1, when all was dealt out before the first. The last deal is before night s.
    stake = [mpf(1)]
    for t in range(1, len(nights) + 1):
        total = mpf(0)
        for s in range(t):
            held = sum(deal[i] * mp.fprod(gain(i, u) for u in range(s, t)) for i in range(len(bets)))
            total += stake[s] * (1 if s == 0 else again) * (1 - again) ** (t - 1 - s) * held
        stake.append(total)
    return float(mp.log(stake[-1]))


for allowed, nights in [
    ("0.001", [[20, 0]] * 10),
    ("0.001", [[20, 0], [19, 1], [20, 0], [18, 2], [20, 0], [19, 1]]),
    ("0.005", [[60, 0]] * 30 + [[58, 2]] * 6),
    ("0.3", [[10, 10], [8, 12], [0, 20]]),
]:
    add("logEvidence", [float(allowed), nights], evidence(allowed, nights), f"exact: the sum over all ways to have held the bets, {MPMATH}")

# --- how many are needed


def probes_for(promise, failures, confidence):
    n = failures + 1
    while 1 - binomial_at_least(failures + 1, n, 1 - promise) > 1 - confidence:
        n += 1
    return n


for promise in ["0.99", "0.995"]:
    for failures in [0, 1, 3]:
        exact = probes_for(mpf(promise), failures, mpf("0.95"))
        add("probesForPromise", [float(promise), failures, 0.95], exact, f"exact: one by one, {MPMATH}")


def zero_failures(promise, confidence):
    """promise^n <= 1 - confidence"""
    return int(mp.ceil(mp.log(1 - mpf(confidence)) / mp.log(mpf(promise))))


for promise in ["0.9", "0.99", "0.995", "0.999", "0.9995", "0.9999"]:
    add("probesForPromise", [float(promise), 0, 0.95], zero_failures(promise, "0.95"), "exact: ln 0.05 / ln promise, rounded up")


def detecting(p0, p1, alpha, power):
    n = 1
    while True:
        too_many = next((k for k in range(n + 1) if binomial_at_least(k, n, p0) <= alpha), None)
        if too_many is not None and binomial_at_least(too_many, n, p1) >= power:
            return n
        n += 1


for p0, p1 in [("0.01", "0.1"), ("0.01", "0.05"), ("0.001", "0.05")]:
    exact = detecting(mpf(p0), mpf(p1), mpf("0.05"), mpf("0.8"))
    add("probesToDetect", [float(p0), float(p1), 0.05, 0.8], exact, f"exact: one by one, {MPMATH}")

for n, p0 in [(20, "0.001"), (300, "0.001"), (600, "0.01")]:
    too_many = next(k for k in range(n + 1) if binomial_at_least(k, n, mpf(p0)) <= mpf("0.05"))
    chance = root(lambda p: binomial_at_least(too_many, n, p) - mpf("0.8"), 0, 1)
    add("detectableChance", [n, float(p0), 0.05, 0.8], chance, f"exact: the sum of the binomial tail solved by halving, {MPMATH}")

print(json.dumps(rows, indent=2))
