using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Reads labelled rows into memory, in one pass. Rows that cannot be used are skipped, and reported in one warning.</summary>
internal sealed class RowReader(IHost host, IChannel channel, LabelReader labels, ImageShape? image, CancellationToken cancellationToken)
{
    /// <param name="data">The data with its label and feature column.</param>
    /// <param name="what">What the data is for, as messages call it.</param>
    /// <param name="known">The training rows, whose features and classes these must have; null for the training rows themselves.</param>
    /// <exception cref="ArgumentException">A column is missing or unsuitable, or there is one class only.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    public LabeledRows Read(RoleMappedData data, string what, LabeledRows? known = null)
    {
        (int width, IReadOnlyList<string>? classes) = Describe(data, what, known);
        var rows = new RowBuffer(width, data.Data.GetRowCount(), data.Schema.Weight is not null);
        Skipped skipped = ReadRows(data, rows, Limit(classes));
        skipped.Warn(channel, what, rows.Count);
        ThrowIfNone(what, rows.Count, skipped);
        return new LabeledRows(rows.Features, width, rows.Labels, rows.Weights, SeveralClasses(data, what, classes, rows.Labels.Max()));
    }

    /// <summary>Reads all rows once and holds none: what the classes are and how features are standardised, of rows that are then read in every
    /// epoch.</summary>
    /// <param name="data">The data with its label and feature column.</param>
    /// <param name="settings">Whether and how features are standardised.</param>
    /// <param name="alive">Called now and then in epochs; throws where reading is to end at once.</param>
    /// <exception cref="ArgumentException">As for <see cref="Read"/>.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    public (DataViewSource Source, LabeledRows Known, FeatureEncoding? Encoding) Stream(RoleMappedData data, TrainerSettings settings, Action alive)
    {
        const string What = "training";
        (int width, IReadOnlyList<string>? classes) = Describe(data, What, null);
        ScalingSurvey? scaling = settings.Standardize ? new ScalingSurvey(width, image, settings.UnitRange, settings.PiecewiseBins) : null;
        float largest = float.NegativeInfinity;
        long count = 0;
        using (var usable = new UsableRows(data, labels, Limit(classes), Poll))
        {
            while (usable.MoveNext())
            {
                scaling?.Add(in usable.Features);
                largest = Math.Max(largest, usable.Label);
                count++;
            }

            usable.Skipped.Warn(channel, What, count);
            ThrowIfNone(What, count, usable.Skipped);
        }

        classes = SeveralClasses(data, What, classes, largest);
        FeatureEncoding? encoding = scaling?.Encoding();
        return (new DataViewSource(data, labels, width, classes, encoding, alive), new LabeledRows([], width, [], null, classes), encoding);
    }

    private static void ThrowIfNone(string what, long rows, Skipped skipped)
    {
        if (rows == 0)
        {
            throw new InvalidOperationException($"The {what} data has no row that can be used{skipped.Reasons(": ")}.");
        }
    }

    private (int Width, IReadOnlyList<string>? Classes) Describe(RoleMappedData data, string what, LabeledRows? known)
    {
        DataViewSchema.Column label = data.Schema.Label
            ?? throw new ArgumentException($"The {what} data has no label column.");
        DataViewSchema.Column feature = data.Schema.Feature
            ?? throw new ArgumentException($"The {what} data has no feature column.");
        return (Width(feature, what, known), Classes(label, what, known));
    }

    private float Limit(IReadOnlyList<string>? classes) => labels.AreClasses && classes is not null ? classes.Count : float.PositiveInfinity;

    private IReadOnlyList<string> SeveralClasses(RoleMappedData data, string what, IReadOnlyList<string>? classes, float largest)
    {
        classes ??= ClassNames.Numbers((int)largest + 1);
        return !labels.AreClasses || classes.Count >= 2 ? classes : throw new ArgumentException(
            $"The label column '{data.Schema.Label!.Value.Name}' of the {what} data has one class only; there must be at least 2.");
    }

    private int Width(DataViewSchema.Column feature, string what, LabeledRows? known)
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

        return known is null || known.Width == vector.Size ? vector.Size : throw new ArgumentException(
            $"The feature column '{feature.Name}' of the {what} data has {vector.Size} features; "
            + $"that of the training data has {known.Width}.");
    }

    /// <summary>The names of the classes; null where the label is a number, and the classes are those that will be found.</summary>
    private IReadOnlyList<string>? Classes(DataViewSchema.Column label, string what, LabeledRows? known)
    {
        IReadOnlyList<string>? own = labels.NamesOf(label);
        if (known is null)
        {
            return own;
        }

        return own is null || own.SequenceEqual(known.ClassNames) ? known.ClassNames : throw new ArgumentException(
            $"The keys of the label column '{label.Name}' of the {what} data are not those of the training data; transform both with the same, "
            + "fitted MapValueToKey.");
    }

    private Skipped ReadRows(RoleMappedData data, RowBuffer rows, float classLimit)
    {
        using var usable = new UsableRows(data, labels, classLimit, Poll);
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
