using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>Gives a number several features, so that a network tells values in the middle of its range apart as easily as its ends: besides the number itself
/// the pieces of its range between quantiles (Gorishniy, Rubachev and Babenko 2022). A piece is the number, held between the piece's ends:
/// below it it stays at the one end, above it at the other, and in between it rises. All features are then standardised.</summary>
/// <remarks>A row becomes its numbers, in their order, and after them all pieces: x_j, then min(max(x_s, from), to) with s the source of the piece.</remarks>
/// <param name="Sources">The number that each piece is of, from 0.</param>
/// <param name="From">Where each piece begins.</param>
/// <param name="To">Where each piece ends, above its beginning.</param>
/// <param name="Scaling">How the numbers, and after them the pieces, are standardised.</param>
/// <exception cref="ArgumentException">There are not as many sources as beginnings and ends, or a piece has no number, or does not end above its beginning,
/// or the scaling has no number besides the pieces.</exception>
public sealed record PiecewiseLinearEncoding(
    IReadOnlyList<int> Sources, IReadOnlyList<float> From, IReadOnlyList<float> To, StandardScaling Scaling) : FeatureEncoding
{
    /// <summary>The number that each piece is of, from 0.</summary>
    public IReadOnlyList<int> Sources { get; } = CopyOfSources(Sources, Scaling, nameof(Sources));

    /// <summary>Where each piece begins.</summary>
    public IReadOnlyList<float> From { get; } = Copy(From, Sources.Count, nameof(From));

    /// <summary>Where each piece ends, above its beginning.</summary>
    public IReadOnlyList<float> To { get; } = Above(Copy(To, Sources.Count, nameof(To)), From, nameof(To));

    /// <summary>How the numbers, and after them the pieces, are standardised.</summary>
    public StandardScaling Scaling { get; } = Scaling;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => Scaling.Width;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RawWidth => Scaling.Width - Sources.Count;

    /// <summary>Learns from rows in memory; see <see cref="PiecewiseLinearSurvey"/> for rows one by one.</summary>
    /// <param name="features">Rows of <paramref name="width"/> numbers, one after the other, all finite.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="bins">Pieces of a number's range, at most; 0 for none, null (default) for a number that suits the rows
    /// (<see cref="PiecewiseLinearSurvey.BinsFor"/>).</param>
    /// <returns>The encoding; a <see cref="StandardScaling"/> where no number has pieces.</returns>
    /// <exception cref="ArgumentException">There is no row, or the length is not a whole number of rows, or a value is not finite.</exception>
    public static FeatureEncoding Fit(ReadOnlySpan<float> features, int width, int? bins = null)
    {
        StandardScaling scaling = StandardScaling.Fit(features, width);
        var survey = new PiecewiseLinearSurvey(width, bins);
        for (int start = 0; start < features.Length; start += width)
        {
            survey.Add(features.Slice(start, width));
        }

        return survey.ToEncoding(scaling);
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> raw, Span<float> features)
    {
        CheckRows(raw, features);
        int rawWidth = RawWidth;
        ReadOnlySpan<int> sources = (int[])Sources;
        ReadOnlySpan<float> from = (float[])From, to = (float[])To;
        for (int i = 0; i < raw.Length / rawWidth; i++)
        {
            Span<float> row = features.Slice(i * Width, Width), pieces = row[rawWidth..];
            raw.Slice(i * rawWidth, rawWidth).CopyTo(row);
            for (int k = 0; k < sources.Length; k++)
            {
                pieces[k] = row[sources[k]];
            }

            // Max and Min hand NaN on, for whoever refuses it.
            TensorPrimitives.Max(pieces, from, pieces);
            TensorPrimitives.Min(pieces, to, pieces);
        }

        Scaling.Apply(features);
    }

    /// <summary>Whether <paramref name="other"/> encodes alike.</summary>
    public bool Equals(PiecewiseLinearEncoding? other) => other is not null && Sources.SequenceEqual(other.Sources)
        && From.SequenceEqual(other.From) && To.SequenceEqual(other.To)
        && Scaling.Means.SequenceEqual(other.Scaling.Means) && Scaling.Deviations.SequenceEqual(other.Scaling.Deviations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Sources.Count, Scaling.Means[0]);

    // Copies: what rows go through must not change later.
    private static int[] CopyOfSources(IReadOnlyList<int>? sources, StandardScaling? scaling, string name)
    {
        ArgumentNullException.ThrowIfNull(sources, name);
        ArgumentNullException.ThrowIfNull(scaling);
        int numbers = scaling.Width - sources.Count;
        if (numbers < 1)
        {
            throw new ArgumentException(
                $"The Scaling has {scaling.Width} features, and there are {sources.Count} pieces; there must be a number at least besides them.", nameof(scaling));
        }

        foreach (int source in sources)
        {
            if ((uint)source >= (uint)numbers)
            {
                throw new ArgumentException($"The Sources hold {source}; with {numbers} numbers each must lie in 0 to {numbers - 1}.", name);
            }
        }

        return [.. sources];
    }

    private static float[] Copy(IReadOnlyList<float>? ends, int pieces, string name)
    {
        ArgumentNullException.ThrowIfNull(ends, name);
        if (ends.Count != pieces)
        {
            throw new ArgumentException($"{name} has {ends.Count} values; there are {pieces} pieces.", name);
        }

        foreach (float end in ends)
        {
            if (!float.IsFinite(end))
            {
                throw new ArgumentException($"{name} holds {end}; each must be finite.", name);
            }
        }

        return [.. ends];
    }

    private static float[] Above(float[] to, IReadOnlyList<float> from, string name)
    {
        for (int k = 0; k < to.Length; k++)
        {
            if (!(to[k] > from[k]))
            {
                throw new ArgumentException($"A piece goes from {from[k]} to {to[k]}; it must end above its beginning.", name);
            }
        }

        return to;
    }
}
