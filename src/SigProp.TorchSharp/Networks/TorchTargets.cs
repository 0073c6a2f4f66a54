using SigProp.Layers;
using SigProp.Numerics;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Turns the learning signal into the first layer's targets; together with the first layer it is layer 1 (Eq 1).</summary>
internal sealed class TorchTargets
{
    private readonly Network _network;
    private readonly TorchTensors _tensors;
    private readonly TorchPlace _place;
    private readonly LearningLayerSpec _first;
    private readonly TorchNeuron? _neuron;
    private readonly ImageShape _shape;

    public TorchTargets(Network network, TorchTensors tensors, TorchPlace place)
    {
        _network = network;
        _tensors = tensors;
        _place = place;
        _first = network.Spec.LearningLayers.First();
        Layer first = network.Layers[0];
        _neuron = first is Spiking.SpikingLayer spiking ? new TorchNeuron(spiking.Neuron, spiking.Reading) : null;
        _shape = first.TargetShape;
    }

    /// <summary>Whether the first layer makes the targets, of the learning signal as a second input.</summary>
    public bool SharesFirstLayer => _network.Generator.SharesFirstLayer;

    /// <summary>t1, as the first layer's loss takes it.</summary>
    /// <param name="context">c, [samples, contexts]; null where a class has one target: c is then the identity.</param>
    /// <param name="h">h1, without gradient; read by generators that condition on the input.</param>
    public Tensor Forward(Tensor? context, Tensor h)
    {
        IReadOnlyList<Parameter> parameters = _network.Generator.Parameters;
        if (_network.Spec.Targets.Kind == TargetGeneratorKind.TargetInput)
        {
            // T1 = H1 * f(C S1^T + d1) + f(C S2^T + d2) (Eq 10)
            Tensor factors = Affine(context, parameters[0], parameters[1]), terms = Affine(context, parameters[2], parameters[3]);
            return h.mul(factors.reshape(h.shape)).Plus(terms.reshape(h.shape));
        }

        // T1 = f(C S1^T + d1) (Eq 1)
        Tensor targets = Affine(context, parameters[0], parameters[1]);
        return _neuron is null ? targets.reshape(TorchStage.Sizes(targets.shape[0], _shape))
            : _neuron.Charge(Enumerable.Repeat(targets, _network.Spec.Spiking!.Steps), isGlobal: false);
    }

    /// <summary>f(C S^T + d), of a spiking network without f: a current.</summary>
    private Tensor Affine(Tensor? context, Parameter weight, Parameter bias)
    {
        Tensor w = _tensors[weight], b = _tensors[bias];
        Tensor z = context is null ? w.t().Plus(b) : nn.functional.linear(context, w, b);
        return (_neuron is null ? TorchLayer.Activate(z, _first.Activation, _first.NegativeSlope) : z).to_type(_place.Type);
    }
}
