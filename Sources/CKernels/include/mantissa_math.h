/// Deterministic elementary functions: own polynomials, IEEE operations in one fixed order, no libm, no FMA. The
/// same bits on every machine. Errors are against the exact value, in units in the last place of the result.
#pragma once

/// e^x, at most 2 ulp. Overflows to infinity above 88.72284, results below the smallest normal number are 0.
float mant_expf(float x);
/// Natural logarithm, at most 1 ulp; -infinity at 0, NaN below.
float mant_logf(float x);
/// x^y for x >= 0, at most 1 ulp; NaN for x < 0.
float mant_powf(float x, float y);
/// Hyperbolic tangent, at most 1 ulp.
float mant_tanhf(float x);
/// Gauss error function, at most 2 ulp.
float mant_erff(float x);
/// 1 / (1 + e^-x), at most 1 ulp.
float mant_sigmoidf(float x);
