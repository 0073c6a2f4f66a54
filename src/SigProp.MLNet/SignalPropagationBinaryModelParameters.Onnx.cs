using SigProp.MLNet.Onnx;

namespace SigProp.MLNet;

public sealed partial class SignalPropagationBinaryModelParameters
{
    /// <summary>Outputs are PredictedLabel, which the scorer makes of Score, then Score and Probability; or Score alone, for a calibrator.</summary>
    private protected override void SaveAsOnnx(OnnxAnswers answers, OnnxGraph graph, string[] outputs)
    {
        // log(p / (1 - p)), of both probabilities as the network gives them
        string p = answers.Probabilities();
        string yes = graph.Columns(p, 1), least = graph.Number(float.Epsilon);
        string odds = graph.Add("Log", graph.Add("Max", yes, least)), against = graph.Add("Log", graph.Add("Max", graph.Columns(p, 0), least));
        graph.Create("Sub", [odds, against], outputs.Length > 1 ? outputs[1] : outputs[0]);
        if (outputs.Length > 2)
        {
            graph.Create("Identity", [yes], outputs[2]);
        }
    }
}
