using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>Reads voltages for the loss, or takes a gradient back through that reading; an item is a row.</summary>
/// <param name="reading">r of v.</param>
/// <param name="voltages">v, [rows, width].</param>
/// <param name="values">Takes r; or the gradient, dL/dr, which becomes factor dL/dv.</param>
/// <param name="factor">dv/da for a gradient; 0 for r.</param>
internal readonly struct ReadSpikes(SpikeReading reading, in MatrixView voltages, in MatrixView values, float factor) : IJob
{
    private readonly MatrixView _voltages = voltages;
    private readonly MatrixView _values = values;

    /// <summary>values = r(voltages).</summary>
    public static void Forward(ComputeContext context, SpikeReading reading, in MatrixView voltages, in MatrixView values)
        => Run(context, new ReadSpikes(reading, voltages, values, 0f), voltages);

    /// <summary>gradient *= factor r'(voltages).</summary>
    public static void Back(ComputeContext context, SpikeReading reading, in MatrixView voltages, in MatrixView gradient, float factor)
        => Run(context, new ReadSpikes(reading, voltages, gradient, factor), voltages);

    public void Execute(int item)
    {
        if (factor == 0f)
        {
            reading.Read(_voltages.Row(item), _values.Row(item));
        }
        else
        {
            reading.MultiplyByDerivative(_values.Row(item), _voltages.Row(item), factor);
        }
    }

    private static void Run(ComputeContext context, in ReadSpikes job, in MatrixView voltages)
        => context.Run((long)voltages.Rows * voltages.Columns > ChargeNeurons.LeastShared, voltages.Rows, job);
}
