namespace SigProp.Numerics;

/// <summary>Packs the weights of a convolution for its kernel; an item is one panel of output channels in one slice of the depth.</summary>
/// <remarks>
/// Group after group, in each slice after slice, in each panel after panel. When the convolution is a turned one the weights given are those
/// of the original: input and output channels change places and the taps run backwards.
/// </remarks>
internal readonly unsafe struct PackWeights(in ConvolutionPanels panels, in MatrixView weights, bool turned, float* target) : IJob
{
    private readonly ConvolutionPanels _panels = panels;
    private readonly MatrixView _weights = weights;
    private readonly bool _turned = turned;
    private readonly float* _target = target;

    public int Count => _panels.Shape.Groups * _panels.Slices * _panels.RowPanels;

    public void Execute(int item)
    {
        int panel = item % _panels.RowPanels;
        int slice = item / _panels.RowPanels % _panels.Slices;
        int group = item / _panels.RowPanels / _panels.Slices;
        int row = _panels.Row(panel), rows = _panels.Row(panel + 1) - row;
        int channel = _panels.Channel(slice), channels = _panels.Channel(slice + 1) - channel;
        int taps = _panels.Shape.Taps;
        float* target = _target + _panels.IndexOf(group, slice, panel);
        fixed (float* weights = &_weights.Array[_weights.Offset])
        {
            if (_turned)
            {
                PackTurned(weights, group, row, rows, channel, channels, target);
            }
            else
            {
                float* source = weights + ((nint)((group * _panels.Shape.GroupOutputs) + row) * _weights.Stride) + (channel * taps);
                PanelPacking.Transpose(source, _weights.Stride, rows, rows, channels * taps, target);
            }
        }
    }

    private void PackTurned(float* weights, int group, int row, int rows, int channel, int channels, float* target)
    {
        int taps = _panels.Shape.Taps;
        for (int c = channel; c < channel + channels; c++)
        {
            float* source = weights + ((nint)((group * _panels.Shape.GroupInputs) + c) * _weights.Stride) + (row * taps);
            for (int tap = taps - 1; tap >= 0; tap--, target += rows)
            {
                for (int i = 0; i < rows; i++)
                {
                    target[i] = source[(i * taps) + tap];
                }
            }
        }
    }
}
