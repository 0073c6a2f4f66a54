namespace SigProp.Numerics;

/// <summary>The sizes of a convolution of images [channels, height, width], all in one piece of a row (NCHW).</summary>
/// <remarks>
/// A weight is a row [input channels of its group, kernel height, kernel width] for each output channel. The output channels fall into
/// <see cref="Groups"/> parts of one size; each part sees its own part of the input channels.
/// </remarks>
internal readonly record struct ConvolutionShape
{
    public ConvolutionShape()
    {
    }

    public required int InputChannels { get; init; }

    public required int InputHeight { get; init; }

    public required int InputWidth { get; init; }

    public required int OutputChannels { get; init; }

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    public int StrideY { get; init; } = 1;

    public int StrideX { get; init; } = 1;

    /// <summary>Rows of zeros above the image and as many below it.</summary>
    public int PaddingY { get; init; }

    /// <summary>Columns of zeros to the left of the image and as many to its right.</summary>
    public int PaddingX { get; init; }

    public int Groups { get; init; } = 1;

    public int OutputHeight => ((InputHeight + (2 * PaddingY) - KernelHeight) / StrideY) + 1;

    public int OutputWidth => ((InputWidth + (2 * PaddingX) - KernelWidth) / StrideX) + 1;

    /// <summary>Elements of an input image.</summary>
    public int InputSize => InputChannels * InputPositions;

    /// <summary>Elements of an output image.</summary>
    public int OutputSize => OutputChannels * Positions;

    /// <summary>Weights of an output channel, and products in the sum of an output element.</summary>
    public int Depth => GroupInputs * Taps;

    /// <summary>Elements of one output channel.</summary>
    public int Positions => OutputHeight * OutputWidth;

    /// <summary>Elements of one input channel.</summary>
    public int InputPositions => InputHeight * InputWidth;

    /// <summary>Elements of the kernel in one input channel.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Input channels of a group.</summary>
    public int GroupInputs => InputChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOutputs => OutputChannels / Groups;

    /// <summary>Multiplications for one image.</summary>
    public long Work => (long)OutputSize * Depth;

    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range, or the kernel is larger than the padded image.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InputHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InputWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(KernelHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(KernelWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StrideY, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StrideX, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PaddingY);
        ArgumentOutOfRangeException.ThrowIfNegative(PaddingX);
        ArgumentOutOfRangeException.ThrowIfLessThan(Groups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KernelHeight, InputHeight + (2 * PaddingY));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KernelWidth, InputWidth + (2 * PaddingX));
        if (InputChannels % Groups != 0 || OutputChannels % Groups != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Groups), Groups,
                $"{InputChannels} input channels and {OutputChannels} output channels do not fall into {Groups} equal groups.");
        }
    }

    /// <summary>The convolution that leads from the gradient of the output back to that of the input: the kernel turned about, input and
    /// output exchanged. It exists for strides of 1 and a padding smaller than the kernel.</summary>
    public bool TryTurn(out ConvolutionShape turned)
    {
        turned = this with
        {
            InputChannels = OutputChannels,
            InputHeight = OutputHeight,
            InputWidth = OutputWidth,
            OutputChannels = InputChannels,
            PaddingY = KernelHeight - 1 - PaddingY,
            PaddingX = KernelWidth - 1 - PaddingX,
        };
        return StrideY == 1 && StrideX == 1 && turned.PaddingY >= 0 && turned.PaddingX >= 0;
    }
}
