from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from .models import Message


class ChatConsumer(AsyncJsonWebsocketConsumer):
    async def connect(self):
        self.room = self.scope["url_route"]["kwargs"]["room"]
        self.group = f"chat_{self.room}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content):
        message = await self.save(content["user"], content["body"])
        await self.channel_layer.group_send(
            self.group,
            {
                "type": "chat.message",
                "message": {
                    "id": message.pk,
                    "room": self.room,
                    "user": message.author,
                    "body": message.body,
                    "sent_at": int(message.sent_at.timestamp() * 1000),
                },
            },
        )

    async def chat_message(self, event):
        await self.send_json(event["message"])

    @database_sync_to_async
    def save(self, author, body):
        return Message.objects.create(room=self.room, author=author, body=body)
