using SigProp.Heads;
using SigProp.Layers;
using SigProp.Targets;

namespace SigProp;

/// <summary>Makes the parts that a specification names; parameters are left at zero.</summary>
internal static class NetworkFactory
{
    public static Network Create(NetworkSpec spec)
    {
        var layers = new Layer[spec.Layers.Count];
        int width = spec.Inputs;
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = CreateLayer($"layer{i + 1}", width, spec.Layers[i]);
            width = layers[i].OutputWidth;
        }

        var first = (DenseSpec)spec.Layers[0];
        var generator = new TargetOnly(
            spec.Classes, first.Units, new ActivationFunction(first.Activation, first.NegativeSlope), spec.Targets.Learned);
        Head head = spec.Head == HeadKind.Classifier
            ? new ClassifierHead(width, spec.Classes)
            : new NearestTargetHead(spec.LossOf(layers.Length - 1));
        return new Network(spec, layers, generator, head);
    }

    private static DenseLayer CreateLayer(string name, int inputs, LayerSpec spec) => spec switch
    {
        DenseSpec dense => new DenseLayer(name, inputs, dense),
        _ => throw new ConfigurationException("network", [$"{name}: layers of kind {spec.GetType().Name} are unknown."]),
    };
}
