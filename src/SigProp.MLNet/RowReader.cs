using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Reads labelled rows into memory, in one pass. Rows that cannot be used are skipped, and reported in one warning.</summary>
/// <param name="host">The trainer's host.</param>
/// <param name="channel">Takes the warning.</param>
/// <param name="labels">Reads the labels.</param>
/// <param name="image">The images' shape; null where they are no images.</param>
/// <param name="acceptsMissing">Whether rows with missing features are used.</param>
/// <param name="cancellationToken">Ends reading.</param>
internal sealed class RowReader(
    IHost host, IChannel channel, LabelReader labels, ImageShape? image, bool acceptsMissing, CancellationToken cancellationToken)
{
    /// <param name="data">The data with its label and feature column.</param>
    /// <param name="what">What the data is for, as messages call it.</param>
    /// <param name="known">What the rows must be like; null where nothing is known of them.</param>
    /// <exception cref="ArgumentException">A column is missing or unsuitable, or there is one class only.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    public LabeledRows Read(RoleMappedData data, string what, KnownRows? known = null)
    {
        (int width, IReadOnlyList<string>? classes) = Describe(data, what, known);
        var rows = new RowBuffer(width, data.Data.GetRowCount(), data.Schema.Weight is not null);
        Skipped skipped = ReadRows(data, rows, Limit(classes));
        skipped.Warn(channel, what, rows.Count);
        ThrowIfNone(what, rows.Count, skipped);
        return new LabeledRows(rows.Features, width, rows.Labels, rows.Weights, SeveralClasses(data, what, known, classes, rows.Labels.Max()));
    }

    /// <summary>Reads all rows once and holds none: what the classes are and how features are standardised, of rows that are then read in every
    /// epoch.</summary>
    /// <param name="data">The data with its label and feature column.</param>
    /// <param name="known">What the rows must be like; null where nothing is known of them.</param>
    /// <param name="learner">Learns what features go through.</param>
    /// <param name="alive">Called now and then in epochs; throws where reading is to end at once.</param>
    /// <exception cref="ArgumentException">As for <see cref="Read"/>.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    public (DataViewSource Source, LabeledRows Rows, FeatureEncoding? Encoding) Stream(
        RoleMappedData data, KnownRows? known, EncodingLearner learner, Action alive)
    {
        const string What = "training";
        (int width, IReadOnlyList<string>? classes) = Describe(data, What, known);
        learner.Begin(width);
        float largest = float.NegativeInfinity;
        long count = 0;
        using (UsableRows usable = Open(data, classes))
        {
            while (usable.MoveNext())
            {
                learner.Add(in usable.Features);
                largest = Math.Max(largest, usable.Label);
                count++;
            }

            usable.Skipped.Warn(channel, What, count);
            ThrowIfNone(What, count, usable.Skipped);
        }

        if (learner.EndPass())
        {
            using UsableRows usable = Open(data, classes);
            while (usable.MoveNext())
            {
                learner.Add(in usable.Features);
            }
        }

        classes = SeveralClasses(data, What, known, classes, largest);
        FeatureEncoding? encoding = learner.Encoding();
        var source = new DataViewSource(data, labels, width, classes, encoding, acceptsMissing, alive);
        return (source, new LabeledRows([], width, [], null, classes), encoding);
    }

    private static void ThrowIfNone(string what, long rows, Skipped skipped)
    {
        if (rows == 0)
        {
            throw new InvalidOperationException($"The {what} data has no row that can be used{skipped.Reasons(": ")}.");
        }
    }

    private (int Width, IReadOnlyList<string>? Classes) Describe(RoleMappedData data, string what, KnownRows? known)
    {
        DataViewSchema.Column label = data.Schema.Label
            ?? throw new ArgumentException($"The {what} data has no label column.");
        DataViewSchema.Column feature = data.Schema.Feature
            ?? throw new ArgumentException($"The {what} data has no feature column.");
        return (Width(feature, what, known), Classes(label, what, known));
    }

    private float Limit(IReadOnlyList<string>? classes) => labels.AreClasses && classes is not null ? classes.Count : float.PositiveInfinity;

    private UsableRows Open(RoleMappedData data, IReadOnlyList<string>? classes) => new(data, labels, Limit(classes), acceptsMissing, Poll);

    private IReadOnlyList<string> SeveralClasses(RoleMappedData data, string what, KnownRows? known, IReadOnlyList<string>? classes, float largest)
    {
        classes ??= known?.Match(data.Schema.Label!.Value.Name, what, largest) ?? ClassNames.Numbers((int)largest + 1);
        return !labels.AreClasses || classes.Count >= 2 ? classes : throw new ArgumentException(
            $"The label column '{data.Schema.Label!.Value.Name}' of the {what} data has one class only; there must be at least 2.");
    }

    private int Width(DataViewSchema.Column feature, string what, KnownRows? known)
    {
        if (feature.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
        {
            throw new ArgumentException(
                $"The feature column '{feature.Name}' is {feature.Type}; it must be a vector of Single of known size.");
        }

        if (image is not null && image.Size != vector.Size)
        {
            throw new ArgumentException(
                $"The feature column '{feature.Name}' of the {what} data has {vector.Size} features; images of {image} have {image.Size}.");
        }

        known?.CheckWidth(feature.Name, what, vector.Size);
        return vector.Size;
    }

    /// <summary>The names of the classes; null where the label is a number, and the classes are those that will be found.</summary>
    private IReadOnlyList<string>? Classes(DataViewSchema.Column label, string what, KnownRows? known)
    {
        IReadOnlyList<string>? own = labels.NamesOf(label);
        return known is null ? own : known.Match(label.Name, what, own);
    }

    private Skipped ReadRows(RoleMappedData data, RowBuffer rows, float classLimit)
    {
        using var usable = new UsableRows(data, labels, classLimit, acceptsMissing, Poll);
        while (usable.MoveNext())
        {
            rows.Add(in usable.Features, usable.Label, usable.Weight);
        }

        rows.Trim();
        return usable.Skipped;
    }

    private void Poll()
    {
        host.CheckAlive();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
