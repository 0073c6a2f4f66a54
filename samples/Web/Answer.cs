namespace SigProp.Samples.Web;

/// <summary>What a model says of a digit.</summary>
internal sealed class Answer
{
    public string Predicted { get; set; } = "";

    public float[] Score { get; set; } = [];
}
