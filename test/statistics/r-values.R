# Writes r-values.json: what R says that src/statistics has to say.
#
#   Rscript r-values.R > r-values.json
#
# "example" rows are those of R's own help pages; R was run for all of them, none is copied from print.

source_of <- function(call) sprintf("R %s.%s: %s", R.version$major, R.version$minor, call)
number <- function(x) sprintf("%.17g", x)
list_of <- function(xs) sprintf("[%s]", paste(number(xs), collapse = ", "))
pairs_of <- function(a, b) sprintf("[%s]", paste(mapply(function(x, y) list_of(c(x, y)), a, b), collapse = ", "))
rows <- character()
add <- function(name, arguments, expected, call)
  rows <<- c(rows, sprintf('  { "function": "%s", "arguments": [%s], "expected": %s, "source": "%s" }',
    name, arguments, if (length(expected) == 1) number(expected) else list_of(expected), source_of(call)))

for (kn in list(c(682, 925), c(7, 10), c(19, 20), c(995, 1000))) {
  given <- paste(c(number(kn), "0.95"), collapse = ", ")
  add("clopperPearson", given, as.numeric(binom.test(kn[1], kn[2])$conf.int),
    if (kn[2] == 925) "binom.test, its example (Conover 1971)" else "binom.test")
  add("wilson", given, as.numeric(prop.test(kn[1], kn[2], correct = FALSE)$conf.int), "prop.test(correct = FALSE)")
}

fisher <- function(a, na, b, nb, call)
  add("fisherExact", paste(list_of(c(a, na)), list_of(c(b, nb)), sep = ", "),
    fisher.test(matrix(c(a, na - a, b, nb - b), 2))$p.value, call)
fisher(2, 17, 10, 13, "fisher.test, its example of the twins' convictions")
fisher(3, 4, 1, 4, "fisher.test, its example of the tea taster")
fisher(480, 500, 497, 500, "fisher.test")
fisher(74, 117, 31, 63, "fisher.test")

for (bc in list(c(0, 5), c(3, 12), c(86, 150)))
  add("mcnemar", paste(number(bc), collapse = ", "), binom.test(bc[1], sum(bc), 0.5)$p.value, "binom.test(p = 0.5)")

for (knp in list(c(3, 20, 0.001), c(40, 100, 0.5), c(995, 1000, 0.99))) {
  given <- paste(number(knp), collapse = ", ")
  add("atLeast", given, pbinom(knp[1] - 1, knp[2], knp[3], lower.tail = FALSE), "pbinom")
  add("atMost", given, pbinom(knp[1], knp[2], knp[3]), "pbinom")
}

several <- c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34)
add("holm", list_of(several), p.adjust(several, "holm"), "p.adjust")
add("benjaminiHochberg", list_of(several), p.adjust(several, "BH"), "p.adjust")

set.seed(20261128)
placenta <- list(c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46), c(1.15, 0.88, 0.90, 0.74, 1.21))
unpaired <- list(placenta, lapply(c(8, 12), rlnorm), lapply(c(20, 20), rlnorm))
for (ab in unpaired) {
  a <- ab[[1]]
  b <- ab[[2]]
  given <- paste(list_of(a), list_of(b), sep = ", ")
  call <- if (identical(ab, placenta)) "wilcox.test(exact = TRUE), its example (Hollander & Wolfe 1973)" else "wilcox.test(exact = TRUE)"
  t <- wilcox.test(log(b), log(a), exact = TRUE, conf.int = TRUE)
  add("rankSumP", given, t$p.value, call)
  add("unpairedRatio", given, exp(c(t$estimate, t$conf.int)), sub("exact", "conf.int, exact", call))
}
a <- rlnorm(30)
b <- rlnorm(45)
add("rankSumP", paste(list_of(a), list_of(b), sep = ", "), wilcox.test(a, b, exact = FALSE)$p.value, "wilcox.test(exact = FALSE)")
add("mannWhitneyP", paste(list_of(a), list_of(b), sep = ", "), wilcox.test(a, b, exact = FALSE)$p.value, "wilcox.test(exact = FALSE)")
a <- round(rlnorm(30), 1)
b <- round(rlnorm(45), 1)
add("mannWhitneyP", paste(list_of(a), list_of(b), sep = ", "), wilcox.test(a, b, exact = FALSE)$p.value, "wilcox.test(exact = FALSE), with ties")
add("mannWhitneyP", paste(list_of(placenta[[1]]), list_of(placenta[[2]]), sep = ", "),
  wilcox.test(placenta[[1]], placenta[[2]], exact = TRUE)$p.value, "wilcox.test(exact = TRUE), its example (Hollander & Wolfe 1973)")

# Hollander & Wolfe's depression scores, as in example(wilcox.test)
depression <- list(c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30), c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29))
for (ab in list(depression, lapply(c(12, 12), rlnorm), lapply(c(40, 40), rlnorm))) {
  a <- ab[[1]]
  b <- ab[[2]]
  call <- if (identical(ab, depression)) "wilcox.test(paired, exact), its example (Hollander & Wolfe 1973)" else "wilcox.test(paired, exact)"
  add("signedRankP", list_of(b - a), wilcox.test(b - a, exact = TRUE)$p.value, call)
  t <- wilcox.test(log(b) - log(a), exact = TRUE, conf.int = TRUE)
  add("pairedRatio", pairs_of(a, b), exp(c(t$estimate, t$conf.int)), sub("exact", "conf.int, exact", call))
}

cat("[\n", paste(rows, collapse = ",\n"), "\n]\n", sep = "")
