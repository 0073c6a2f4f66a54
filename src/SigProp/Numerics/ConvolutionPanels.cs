namespace SigProp.Numerics;

/// <summary>How the packed weights of a convolution are cut up: output channels into panels, the depth into slices of whole input channels.</summary>
/// <remarks>The slices are a function of the shape alone. Panels are even, and have no bearing on the bits.</remarks>
internal readonly struct ConvolutionPanels
{
    public ConvolutionPanels(in ConvolutionShape shape, GemmKernel kernel)
    {
        Shape = shape;
        Kernel = kernel;
        RowPanels = GemmBlock.Parts(shape.GroupOutputs, kernel.TileRows);
        Slices = GemmBlock.Parts(shape.GroupInputs, Math.Max(1, GemmBlock.MostSliceDepth / shape.Taps));
    }

    public ConvolutionShape Shape { get; }

    public GemmKernel Kernel { get; }

    /// <summary>Panels of output channels in a group.</summary>
    public int RowPanels { get; }

    public int Slices { get; }

    /// <summary>The most steps of depth in a slice.</summary>
    public int SliceDepth => GemmBlock.Parts(Shape.GroupInputs, Slices) * Shape.Taps;

    /// <summary>The first output channel of a panel, counted in its group.</summary>
    public int Row(int panel) => GemmBlock.PartStart(Shape.GroupOutputs, RowPanels, panel);

    /// <summary>The first input channel of a slice, counted in its group.</summary>
    public int Channel(int slice) => GemmBlock.PartStart(Shape.GroupInputs, Slices, slice);

    /// <summary>Where a panel begins among all packed weights.</summary>
    public nint IndexOf(int group, int slice, int panel)
    {
        nint before = ((nint)group * Shape.GroupInputs) + Channel(slice);
        nint depth = (Channel(slice + 1) - Channel(slice)) * Shape.Taps;
        return (before * Shape.Taps * Shape.GroupOutputs) + (depth * Row(panel));
    }
}
