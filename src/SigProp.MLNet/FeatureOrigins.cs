using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Which number of a row, as it comes, each of a network's features was made of.</summary>
internal static class FeatureOrigins
{
    /// <summary>The number of the row, from 0, that a feature comes from.</summary>
    /// <param name="encoding">What makes the features; null where the numbers are the features.</param>
    /// <param name="feature">The feature, from 0.</param>
    /// <exception cref="InvalidOperationException">The encoding is of a kind that is not known here.</exception>
    public static int RawOf(FeatureEncoding? encoding, int feature) => encoding switch
    {
        null or StandardScaling or ChannelScaling or RangeScaling => feature,
        PiecewiseLinearEncoding pieces => feature < pieces.RawWidth ? feature : pieces.Sources[feature - pieces.RawWidth],
        MissingValueImputation imputation when feature >= imputation.Width - imputation.Indicators.Count
            => imputation.Indicators[feature - imputation.Width + imputation.Indicators.Count],
        MissingValueImputation imputation => RawOf((FeatureEncoding?)imputation.Inner, feature),
        _ => throw new InvalidOperationException($"Which numbers the features of a {encoding.GetType().Name} come from is not known."),
    };
}
