namespace SigProp.Benchmarks;

/// <summary>A network of equal dense layers and its batch, and what the products of a training step need.</summary>
/// <remarks>A multiply-add counts as two operations. Activations, softmax and the optimizer's update are not counted.</remarks>
internal sealed record StepShape(int Hidden = 800, int Layers = 2, int Batch = 128, int Classes = 10)
{
    public const int Inputs = 784;

    private double First => 2e-6 * Inputs * Hidden;

    private double Further => 2e-6 * Hidden * Hidden * (Layers - 1);

    // Of the prediction layer, and of any of a loss's products: h t^T, G t, G^T h.
    private double Narrow => 2e-6 * Hidden * Classes;

    /// <summary>MFLOP a sample. Every layer: forward and weight gradient, in all but the first for the targets' rows too; three products of its loss.
    /// The prediction layer: forward and weight gradient.</summary>
    public double SignalPropagation => (2 * First) + (2 * Further * (Batch + Classes) / Batch) + (((3 * Layers) + 2) * Narrow);

    /// <summary>MFLOP a sample. Every layer, the prediction layer among them: forward, weight gradient, and in all but the first the error.</summary>
    public double Backpropagation => (2 * First) + (3 * Further) + (3 * Narrow);

    public NetworkSpec Spec()
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(Inputs, Classes);
        for (int i = 0; i < Layers; i++)
        {
            builder.Dense(Hidden);
        }

        return builder.Build();
    }
}
