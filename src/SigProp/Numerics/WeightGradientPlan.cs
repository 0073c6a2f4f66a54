namespace SigProp.Numerics;

/// <summary>How the weight gradient of a convolution is cut up: into chunks of samples, each with sums of its own, and groups of lines.</summary>
/// <remarks>
/// <para>A line is a column of the product: an input channel when the gradient is shifted, an input channel and a tap when it is gathered.
/// Lines come in groups of at most 32 that belong to one group of channels.</para>
/// <para>The sums lie chunk after chunk, in each line group after line group, in each tap after tap (one only when gathered), output channel
/// after output channel, each <see cref="Width"/> elements. All is a function of the shape and the number of samples alone.</para>
/// </remarks>
internal readonly struct WeightGradientPlan
{
    public const int MostLines = 32;

    /// <summary>Items of work aimed at: enough for many threads.</summary>
    private const int Items = 16;

    /// <summary>Elements of all sums together, at most, as long as one chunk does not need more.</summary>
    private const int MostSums = 1 << 20;

    public WeightGradientPlan(in ConvolutionShape shape, int samples)
    {
        Shape = shape;
        Samples = samples;

        // Shifting has more lanes to pad where there are few channels; gathering has more to copy.
        IsShifted = shape.StrideY == 1 && shape.StrideX == 1
            && (long)Padded(shape.GroupInputs) * shape.Taps * 4 <= (long)Padded(shape.Depth) * 5;
        GroupLines = IsShifted ? shape.GroupInputs : shape.Depth;
        Width = Math.Min(MostLines, Padded(GroupLines));
        Taps = IsShifted ? shape.Taps : 1;
        GroupParts = GemmBlock.Parts(GroupLines, MostLines);
        LineGroups = GroupParts * shape.Groups;
        long wanted = Math.Min(GemmBlock.Parts(Items, LineGroups), Math.Max(1, MostSums / ChunkLength));
        Chunks = (int)Math.Min(wanted, samples);
    }

    public ConvolutionShape Shape { get; }

    public int Samples { get; }

    /// <summary>Whether one copy of the input serves all taps, each at an offset of its own; otherwise each tap has its own copy.</summary>
    public bool IsShifted { get; }

    /// <summary>Lines of a group of channels.</summary>
    public int GroupLines { get; }

    /// <summary>Line groups of a group of channels.</summary>
    public int GroupParts { get; }

    public int LineGroups { get; }

    /// <summary>Lines of a line group with what it is padded by.</summary>
    public int Width { get; }

    /// <summary>Taps that the sums of a line have.</summary>
    public int Taps { get; }

    public int Chunks { get; }

    /// <summary>Elements of the sums of a line group.</summary>
    public nint PartLength => (nint)Taps * Shape.GroupOutputs * Width;

    public nint ChunkLength => PartLength * LineGroups;

    public int Sample(int chunk) => GemmBlock.PartStart(Samples, Chunks, chunk);

    /// <summary>The first line of a line group, counted in its group of channels.</summary>
    public int Line(int lineGroup) => lineGroup % GroupParts * MostLines;

    public int Lines(int lineGroup) => Math.Min(MostLines, GroupLines - Line(lineGroup));

    private static int Padded(int lines) => (lines + 15) & ~15;
}
