using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>Counts rows that cannot be used, by reason.</summary>
internal sealed class Skipped
{
    public long WithoutLabel { get; set; }

    public long OfUnknownClass { get; set; }

    public long NotFinite { get; set; }

    /// <summary>Where rows with NaN are used.</summary>
    public long Infinite { get; set; }

    public long WithoutWeight { get; set; }

    private long Count => WithoutLabel + OfUnknownClass + NotFinite + Infinite + WithoutWeight;

    public void Warn(IChannel channel, string what, long used)
    {
        if (Count > 0)
        {
            channel.Warning($"Skipped {Count} of the {Count + used} {what} rows{Reasons(": ")}.");
        }
    }

    /// <summary>The reasons with their counts, after <paramref name="before"/>; empty where there are none.</summary>
    public string Reasons(string before)
    {
        (long Count, string Text)[] reasons =
        [
            (WithoutLabel, "without a label"),
            (OfUnknownClass, "of a class that the training data does not have"),
            (WithoutWeight, "with a weight that is not above 0 and finite"),
            (NotFinite, "with NaN or infinite features"),
            (Infinite, "with infinite features"),
        ];
        string list = string.Join(", ", reasons.Where(r => r.Count > 0).Select(r => $"{r.Count} {r.Text}"));
        return list.Length > 0 ? before + list : "";
    }
}
