using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>The gradient of a current that is the same at every step, step by step: adds dL/dr of one step times dr/da; an item is a row.</summary>
/// <param name="reading">r of v.</param>
/// <param name="voltages">The step's v, [rows, width].</param>
/// <param name="gradient">The step's dL/dr; becomes dL/da of the step.</param>
/// <param name="sum">Takes the sum over the steps.</param>
/// <param name="factor">dv/da.</param>
internal readonly struct AddReadings(SpikeReading reading, in MatrixView voltages, in MatrixView gradient, in MatrixView sum, float factor) : IJob
{
    private readonly MatrixView _voltages = voltages;
    private readonly MatrixView _gradient = gradient;
    private readonly MatrixView _sum = sum;

    public static void Run(
        ComputeContext context, SpikeReading reading, in MatrixView voltages, in MatrixView gradient, in MatrixView sum, float factor)
        => context.Run((long)sum.Rows * sum.Columns > ChargeNeurons.LeastShared, sum.Rows, new AddReadings(reading, voltages, gradient, sum, factor));

    public void Execute(int item)
    {
        Span<float> row = _gradient.Row(item), sum = _sum.Row(item);
        reading.MultiplyByDerivative(row, _voltages.Row(item), factor);
        TensorPrimitives.Add(sum, row, sum);
    }
}
