/// What a connection asks of its loop after an event.
enum ConnectionStep {
    /// Nothing but to wait for the next event.
    case wait
    /// Send `100 Continue`, then wait.
    case sendContinue
    /// Give the request to the handler.
    case handle(ServerRequest)
    /// Let the handler word this failure, answer with it, then finish.
    case refuse(HTTPFailure)
    /// Answer with this, then finish: the content is not wanted.
    case refuseContent(ServerResponse)
    /// The last response is out: close the sending half, and the rest when the peer has nothing on the way.
    case finish
    /// Close at once.
    case close
}
